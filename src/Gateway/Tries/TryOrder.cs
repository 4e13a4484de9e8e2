using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.Transforms.TestPushes;

namespace WxYarpGateway.Gateway.Tries;

/// <summary>
/// Which push is asked for: <c>{"sample":"text","fields":{"Content":"hi"}}</c>, or <c>{"xml":"…"}</c>, whose fields may be replaced too.
/// </summary>
internal static class TryOrder
{
    /// <summary>The most bytes of XML.</summary>
    public const int LargestXml = 64 * 1024;

    /// <summary>The most bytes of an order: JSON writes a byte of XML with up to six.</summary>
    public const int Largest = (6 * LargestXml) + 4096;

    private const string Sample = "sample";
    private const string Xml = "xml";
    private const string Fields = "fields";
    private const string ToUserName = "ToUserName";

    /// <summary>Reads an order; returns the message, or what is wrong.</summary>
    /// <param name="body">The order.</param>
    /// <param name="originalId">The account's original id, to which a sample is addressed; empty when nobody knows it.</param>
    public static (TestMessage? Message, GatewayError? Error) Read(ReadOnlyMemory<byte> body, string originalId)
    {
        using var json = JsonFields.Parse(body);
        if (json is null)
        {
            return (null, GatewayError.Refused("The body must be a JSON object: {\"sample\":\"text\",\"fields\":{}} or {\"xml\":\"…\"}."));
        }

        var errors = new List<RequestError>();
        var (sample, xml) = (TextOf(json, Sample, errors), TextOf(json, Xml, errors));
        if (errors.Count == 0 && sample is null == xml is null)
        {
            errors.Add(new RequestError(Sample, "must be there, or xml must, and not both"));
        }

        if (xml is not null && Encoding.UTF8.GetByteCount(xml) > LargestXml)
        {
            errors.Add(new RequestError(Xml, $"must have at most {LargestXml} bytes"));
        }

        if (errors.Count > 0)
        {
            return (null, GatewayError.Refused(errors));
        }

        var source = xml is not null ? Encoding.UTF8.GetBytes(xml) : TrySamples.Find(sample!);
        if (source is not { } found)
        {
            return (null, GatewayError.Missing("There is no such sample. GET …/samples names them."));
        }

        if (TestMessage.Read(found) is not { } message)
        {
            errors.Add(new RequestError(
                Xml, "is no message: it must be one XML element with fields, without a DTD, as WeChat pushes it"));
            return (null, GatewayError.Refused(errors));
        }

        if (xml is null && originalId.Length > 0)
        {
            message.Set(ToUserName, originalId);
        }

        Change(message, json, errors);
        return errors.Count == 0 ? (message, null) : (null, GatewayError.Refused(errors));
    }

    private static void Change(TestMessage message, JsonFields json, List<RequestError> errors)
    {
        if (json.Find(Fields) is not { } fields || fields.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (fields.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new RequestError(Fields, "must be an object of texts"));
            return;
        }

        foreach (var field in fields.EnumerateObject())
        {
            var value = field.Value.ValueKind switch
            {
                JsonValueKind.String => field.Value.GetString(),
                JsonValueKind.Number => field.Value.GetRawText(),
                _ => null,
            };
            if ((value is null ? "must be a text or a number" : message.Set(field.Name, value)) is { } problem)
            {
                errors.Add(new RequestError($"{Fields}.{field.Name}", problem));
            }
        }
    }

    private static string? TextOf(JsonFields json, string name, List<RequestError> errors)
    {
        if (json.Find(name) is not { } value || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            errors.Add(new RequestError(name, "must be a text"));
        }

        return json.Text(name);
    }
}
