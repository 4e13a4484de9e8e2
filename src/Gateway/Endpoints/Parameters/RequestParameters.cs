using System.Globalization;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Endpoints.Parameters;

/// <summary>What a caller sent, to be asked for by name. The first thing that is wrong with it is kept as the answer.</summary>
/// <remarks>A label is how go-wx-gateway names a parameter to people: <c>s(ervice)</c> is the parameter <c>s</c>.</remarks>
internal sealed class RequestParameters
{
    private readonly Dictionary<string, List<Parameter>> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the answer to a caller who left something out or got it wrong; <see langword="null"/> so far.</summary>
    public EndpointAnswer? Error { get; private set; }

    /// <summary>Adds a value.</summary>
    public void Add(string name, Parameter value)
    {
        if (!_values.TryGetValue(name, out var values))
        {
            _values[name] = values = [];
        }

        values.Add(value);
    }

    /// <summary>Returns a text that must be there; empty beside a <see cref="Error"/> when it is not.</summary>
    public string Text(string name, string label)
    {
        if (TextOrNull(name, label) is { } text)
        {
            return text;
        }

        Refuse($"{label} parameter expected");
        return "";
    }

    /// <summary>Returns a text, or <see langword="null"/> when there is none; an empty one is none.</summary>
    public string? TextOrNull(string name, string label)
    {
        if (One(name, label) is not { } value)
        {
            return null;
        }

        var text = value.Text;
        if (text is null && !JsonText.TryGetScalar(value.Json, out text))
        {
            Refuse($"{label} parameter must be a text or a number");
            return null;
        }

        // U+FFFD is what becomes of bytes that are no UTF-8.
        if (text.Any(letter => char.IsControl(letter) || letter == '\uFFFD'))
        {
            Refuse($"{label} parameter must not hold control characters, nor bytes that are not UTF-8");
            return null;
        }

        return text.Length > 0 ? text : null;
    }

    /// <summary>Returns a text without any space that must be there, such as an identifier.</summary>
    public string Word(string name, string label)
    {
        var text = Text(name, label);
        if (text.Any(char.IsWhiteSpace))
        {
            Refuse($"{label} parameter must not hold spaces");
        }

        return text;
    }

    /// <summary>Returns a whole number within limits, or <see langword="null"/> when there is none.</summary>
    public long? WholeOrNull(string name, string label, long least, long most)
    {
        if (TextOrNull(name, label) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most)
        {
            return number;
        }

        Refuse(least > long.MinValue
            ? string.Create(CultureInfo.InvariantCulture, $"{label} value must be a whole number from {least} to {most}")
            : string.Create(CultureInfo.InvariantCulture, $"{label} value must be a whole number, at most {most}"));
        return null;
    }

    /// <summary>Returns a JSON object, in a query or a form written as text, or <see langword="null"/> when there is none.</summary>
    public JsonElement? ObjectOrNull(string name, string label)
    {
        if (One(name, label) is not { } value || value is { Text: "" } or { Text: null, Json.ValueKind: JsonValueKind.Null })
        {
            return null;
        }

        var json = value.Json;
        if ((value.Text is { } text && !JsonText.TryParse(Encoding.UTF8.GetBytes(text), out json))
            || json.ValueKind != JsonValueKind.Object)
        {
            Refuse($"{label} parameter as a map expected");
            return null;
        }

        if (json.EnumerateObject().GroupBy(property => property.Name).Any(group => group.Skip(1).Any()))
        {
            Refuse($"{label} parameter holds a key twice");
            return null;
        }

        return json;
    }

    /// <summary>Keeps what is wrong as the answer, unless something else is wrong already.</summary>
    public void Refuse(string message) => Error ??= EndpointAnswer.Failure(StatusCodes.Status400BadRequest, message);

    // Two readers could choose different values.
    private Parameter? One(string name, string label)
    {
        if (!_values.TryGetValue(name, out var values))
        {
            return null;
        }

        if (values.Count > 1)
        {
            Refuse($"{label} parameter is given more than once");
            return null;
        }

        return values[0];
    }
}
