using System.Globalization;
using WxYarpGateway.Import.Configuration;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>Gives services names that the gateway accepts as keys, and that differ in more than their case.</summary>
internal sealed class ServiceNames
{
    private const string Nameless = "service";
    private const int LongestName = 64;
    private const int RoomForNumber = 8;

    private readonly Dictionary<string, string> _first = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reserves all names of the source, so that none of them is given to another service.</summary>
    public ServiceNames(IEnumerable<string> names)
    {
        string[] all = [.. names];
        var kept = all.Where(name => Plain(name) == name && _taken.Add(name)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in all)
        {
            _first[name] = kept.Contains(name) ? name : Next(Plain(name));
        }
    }

    /// <summary>Returns the name of the service that keeps its name.</summary>
    public Found<string> First(Found<string> name) => Named(name, _first[name.Value]);

    /// <summary>Returns a name for another service with the same name.</summary>
    public Found<string> Another(Found<string> name)
        => Named(name, Next(Plain(name.Value))).Noting("a later entry had the same name, and keeps it");

    private static Found<string> Named(Found<string> name, string ours)
        => ours == name.Value
            ? name
            : name.Becoming(ours, $"its name was {CommentText.Quote(name.Value)}; callers of the common endpoints now say s={ours}");

    private string Next(string plain)
    {
        if (_taken.Add(plain))
        {
            return plain;
        }

        var stem = Cut(plain, LongestName - RoomForNumber);
        while (true)
        {
            var number = _numbers.GetValueOrDefault(stem, 1) + 1;
            _numbers[stem] = number;
            var name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
            if (_taken.Add(name))
            {
                return name;
            }
        }
    }

    private static string Plain(string name)
    {
        if (Hints.IsForName(name))
        {
            return Nameless;
        }

        var plain = Cut(string.Concat(name.Select(letter => IsAllowed(letter) ? letter : '-')), LongestName).Trim();
        return plain is "" or "." or ".." ? Nameless : plain;
    }

    private static bool IsAllowed(char letter) => PathRules.IsInServiceName(letter) && !CommentText.IsHidden(letter);

    private static string Cut(string text, int length)
        => text.Length <= length ? text : char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
}
