using System.ComponentModel;
using System.Globalization;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>Parses a single option value.</summary>
internal static class OptionValue
{
    /// <summary>Returns what is required of an invalid text, or <see langword="null"/> and the value of a valid one.</summary>
    public static string? WhatItMustBe(Type type, string text, out object? value)
    {
        value = null;
        if (type == typeof(string))
        {
            value = text;
            return null;
        }

        if (type.IsEnum)
        {
            // Names only: numbers would change their meaning when the enumeration grows.
            var names = Enum.GetNames(type);
            return names.Contains(text, StringComparer.OrdinalIgnoreCase) && Enum.TryParse(type, text, ignoreCase: true, out value)
                ? null
                : $"must be one of {string.Join(", ", names)}";
        }

        if (type == typeof(TimeSpan))
        {
            return TimeText.HasManyHours(text) ? "must have its days before a point, such as 1.00:00:00 for 24 hours"
                : Taken(TimeText.TryParse(text, out var time), time, out value)
                ? null
                : "must be a time as hours, minutes and seconds, such as 00:00:05";
        }

        if (type == typeof(int))
        {
            return Taken(int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number), number, out value)
                ? null : "must be a whole number";
        }

        if (type == typeof(bool))
        {
            return Taken(bool.TryParse(text, out var isTrue), isTrue, out value) ? null : "must be true or false";
        }

        if (type == typeof(Uri))
        {
            return Taken(Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri), text.Length == 0 ? null : uri, out value)
                ? null : "must be a Uri";
        }

        return Converted(type, text, out value);
    }

    // Apart: no option of the gateway's own is of such a type, and what converts it is an assembly of its own.
    private static string? Converted(Type type, string text, out object? value)
    {
        value = null;
        var converter = TypeDescriptor.GetConverter(type);
        return converter.IsValid(text) && Taken(true, converter.ConvertFromInvariantString(text), out value) ? null
            : $"must be a {type.Name}";
    }

    private static bool Taken(bool isFit, object? parsed, out object? value)
    {
        value = isFit ? parsed : null;
        return isFit;
    }
}
