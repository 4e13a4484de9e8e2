using System.Globalization;
using System.Text.Json;

namespace WxYarpGateway.Platform.Rules.Json;

/// <summary>Reads the members of one JSON object by name, whatever their case, and collects what is wrong with them.</summary>
/// <param name="path">The object's own path.</param>
/// <param name="errors">Gets the errors.</param>
/// <param name="isText">Whether numbers and truth values are written as texts, as a configuration has them.</param>
internal sealed class RuleFields(string path, List<RuleError> errors, bool isText)
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the members of an object; returns <see langword="false"/> when it is none.</summary>
    public bool TryTake(JsonElement element, params ReadOnlySpan<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new RuleError(path, "must be an object"));
            return false;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!Contains(known, member.Name))
            {
                errors.Add(new RuleError(PathOf(member.Name), $"is not a known key; known are {string.Join(", ", known.ToArray())}"));
            }
            else if (!_members.TryAdd(member.Name, member.Value))
            {
                errors.Add(new RuleError(PathOf(member.Name), "is there twice"));
            }
        }

        return true;
    }

    /// <summary>Returns the path of a member.</summary>
    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>Adds an error of a member.</summary>
    public void Fail(string name, string problem) => errors.Add(new RuleError(PathOf(name), problem));

    /// <summary>Returns a member; <see langword="null"/> when it is missing or null.</summary>
    public JsonElement? Find(string name)
        => _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Returns a text.</summary>
    public string? Text(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        Fail(name, "must be a text");
        return null;
    }

    /// <summary>Returns a whole number within bounds.</summary>
    public int Number(string name, int usual, int least, int most)
    {
        if (Find(name) is not { } value)
        {
            return usual;
        }

        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt32(out usual),
            JsonValueKind.String when isText => int.TryParse(
                value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out usual),
            _ => false,
        };
        if (!isNumber || usual < least || usual > most)
        {
            Fail(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        }

        return usual;
    }

    /// <summary>Returns a truth value.</summary>
    public bool Truth(string name, bool usual)
    {
        switch (Find(name))
        {
            case null:
                return usual;
            case { ValueKind: JsonValueKind.True or JsonValueKind.False } value:
                return value.GetBoolean();
            case { ValueKind: JsonValueKind.String } value when isText && bool.TryParse(value.GetString(), out var truth):
                return truth;
            default:
                Fail(name, "must be true or false");
                return usual;
        }
    }

    /// <summary>Returns one of the names of an enumeration, whatever its case.</summary>
    public TEnum Choice<TEnum>(string name)
        where TEnum : struct, Enum
    {
        if (Find(name) is not { } value)
        {
            return default;
        }

        // Enum.TryParse also reads numbers, and several names with commas.
        if (value.ValueKind == JsonValueKind.String
            && Enum.GetNames<TEnum>().FirstOrDefault(known
                => known.Equals(value.GetString(), StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return Enum.Parse<TEnum>(found);
        }

        Fail(name, $"must be one of {string.Join(", ", Enum.GetNames<TEnum>())}");
        return default;
    }

    /// <summary>Returns a time such as <c>00:00:03</c>, within bounds.</summary>
    public TimeSpan? Time(string name, TimeSpan least, TimeSpan most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time)
            && time >= least
            && time <= most)
        {
            return time;
        }

        Fail(name, $"must be a time such as 00:00:03, from {least.TotalSeconds:0.###} to {most.TotalSeconds:0.###} seconds");
        return null;
    }

    /// <summary>Returns the patterns of a condition: one text, or a list of texts.</summary>
    public IReadOnlyList<string> Patterns(string name, int longest, int most)
    {
        switch (Find(name))
        {
            case null:
                return [];
            case { ValueKind: JsonValueKind.String } one:
                return Check(PathOf(name), one, longest) is { } pattern ? [pattern] : [];
            case { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() is > 0 and var length && length <= most:
                return [.. list.EnumerateArray().Select((entry, index)
                    => Check($"{PathOf(name)}[{index}]", entry, longest)).OfType<string>()];
            default:
                Fail(name, $"must be a text, or a list of 1 to {most} texts");
                return [];
        }
    }

    private static bool Contains(ReadOnlySpan<string> known, string name)
    {
        foreach (var one in known)
        {
            if (one.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private string? Check(string where, JsonElement entry, int longest)
    {
        if (entry.ValueKind == JsonValueKind.String && entry.GetString() is { Length: > 0 } pattern && pattern.Length <= longest)
        {
            return pattern;
        }

        errors.Add(new RuleError(where, $"must be a text of 1 to {longest} characters"));
        return null;
    }
}
