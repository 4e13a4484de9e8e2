using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WxYarpGateway.Platform.Rules.Matching;

/// <summary>A path with <c>$APPID$</c>, <c>$INFOTYPE$</c>, <c>$MSGTYPE$</c> and <c>$EVENT$</c> in it.</summary>
public sealed class PathTemplate : IEquatable<PathTemplate>
{
    private const int Longest = 256;
    private const int LongestName = 64;
    private const string Unknown = "unknown";
    private const char Mark = '$';

    private static readonly string[] Names = ["APPID", "INFOTYPE", "MSGTYPE", "EVENT"];

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    // The characters of a path segment (RFC 3986, pchar) without the percent sign, and the slash.
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/");

    private readonly string _text;
    private readonly string[] _parts;

    private PathTemplate(string text, string[] parts)
    {
        _text = text;
        _parts = parts;
    }

    /// <summary>Reads a template.</summary>
    /// <param name="text">The text.</param>
    /// <param name="template">The template.</param>
    /// <param name="problem">What is wrong: a predicate that follows the name of the field.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out PathTemplate? template, [NotNullWhen(false)] out string? problem)
    {
        template = null;
        problem = null;
        var parts = text.Split(Mark);
        if (!text.StartsWith('/') || text.Length > Longest || text.AsSpan().ContainsAnyExcept(PathCharacters))
        {
            problem = $"must be a path of at most {Longest} characters that starts with / and has no query";
        }
        else if (text.Contains("//", StringComparison.Ordinal) || text.Split('/').Any(segment => segment is "." or ".."))
        {
            problem = "must not have an empty segment, . or ..";
        }
        else if (parts.Length % 2 == 0 || parts.Where((_, index) => index % 2 == 1).Any(name => !Names.Contains(name)))
        {
            problem = "must have no $ but those of $APPID$, $INFOTYPE$, $MSGTYPE$ and $EVENT$";
        }
        else
        {
            template = new PathTemplate(text, parts);
        }

        return template is not null;
    }

    /// <summary>Returns the path for a message. A value that could change the path's meaning becomes <c>unknown</c>.</summary>
    /// <param name="subject">The message.</param>
    public string Expand(in RuleSubject subject)
    {
        if (_parts.Length == 1)
        {
            return _text;
        }

        var path = new StringBuilder(_text.Length + LongestName);
        for (var index = 0; index < _parts.Length; index++)
        {
            path.Append(index % 2 == 0 ? _parts[index] : Checked(ValueOf(_parts[index], subject)));
        }

        return path.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(PathTemplate? other) => other?._text == _text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PathTemplate);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns the template as it was written.</summary>
    public override string ToString() => _text;

    private static string ValueOf(string name, in RuleSubject subject) => name switch
    {
        "APPID" => subject.AppId,
        // The gateway's own events have a dot, which has no place in a path's name.
        "INFOTYPE" => subject.InfoType.Replace('.', '_'),
        "MSGTYPE" => subject.MsgType,
        _ => subject.Event,
    };

    private static string Checked(string value)
        => value.Length is > 0 and <= LongestName && !value.AsSpan().ContainsAnyExcept(NameCharacters) ? value : Unknown;
}
