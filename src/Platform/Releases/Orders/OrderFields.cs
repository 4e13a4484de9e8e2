using System.Globalization;
using System.Text.Json;

namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>Reads the members of one JSON object of an order, and collects what is wrong with them.</summary>
/// <param name="path">The object's own path.</param>
/// <param name="errors">Gets the errors.</param>
internal sealed class OrderFields(string path, List<OrderError> errors)
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    /// <summary>Takes the members of an object; returns <see langword="false"/> when it is none.</summary>
    public bool TryTake(JsonElement element, IReadOnlyList<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new OrderError(path, "must be an object"));
            return false;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!known.Contains(member.Name, StringComparer.Ordinal))
            {
                Fail(member.Name, $"is not a known key; known are {string.Join(", ", known)}");
            }
            else if (!_members.TryAdd(member.Name, member.Value))
            {
                Fail(member.Name, "is there twice");
            }
        }

        return true;
    }

    /// <summary>Returns the path of a member.</summary>
    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>Adds an error of a member.</summary>
    public void Fail(string name, string problem) => errors.Add(new OrderError(PathOf(name), problem));

    /// <summary>Returns a member that is there and not null.</summary>
    public JsonElement? Find(string name)
        => _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Returns a text of a length; empty when it is missing.</summary>
    public string Text(string name, int longest)
    {
        if (Find(name) is not { } value)
        {
            return "";
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= longest)
        {
            return text;
        }

        Fail(name, $"must be a text of 1 to {longest} characters");
        return "";
    }

    /// <summary>Returns a whole number within bounds; <see langword="null"/> when it is missing.</summary>
    public int? Number(string name, int least, int most)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fail(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        return null;
    }

    /// <summary>Returns a truth value.</summary>
    public bool Truth(string name)
    {
        if (Find(name) is { } value && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Fail(name, "must be true or false");
        }

        return Find(name) is { ValueKind: JsonValueKind.True };
    }

    /// <summary>Returns a time of day with its offset.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        // Without an offset it would be another moment on each machine.
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text
            && (text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-'))
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            return moment;
        }

        Fail(name, "must be a time with its offset, such as 2026-12-01T02:00:00+08:00");
        return null;
    }
}
