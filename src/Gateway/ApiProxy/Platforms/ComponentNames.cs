using System.Text.Json;
using WxYarpGateway.Gateway.ApiProxy.Tokens;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.ApiProxy.Platforms;

/// <summary>Writes a platform's AppId where WeChat's API wants it, so that its callers need not know it.</summary>
internal static class ComponentNames
{
    private const string Name = "component_appid";

    /// <summary>Returns a query that names this platform and no other.</summary>
    public static QueryString InQuery(QueryString query, AppId component)
    {
        var rest = AccessTokenQuery.Without(query.Value ?? "", Name);
        return new QueryString($"{(rest.Length == 0 ? "?" : rest + "&")}{Name}={Uri.EscapeDataString(component.Value)}");
    }

    /// <summary>
    /// Returns a JSON object that names the platform: what it has stays as it is, byte for byte. Any other body stays too.
    /// </summary>
    public static ReadOnlyMemory<byte> InBody(ReadOnlyMemory<byte> body, AppId component)
    {
        var member = JsonSerializer.SerializeToUtf8Bytes(component.Value);
        if (body.IsEmpty)
        {
            return (byte[])[.. "{\"component_appid\":"u8, .. member, (byte)'}'];
        }

        return PlaceFor(body.Span) is { } place
            ? (byte[])
            [
                .. body.Span[..place.At], .. "\"component_appid\":"u8, .. member, .. place.IsAlone ? ""u8 : ","u8, .. body.Span[place.At..],
            ]
            : body;
    }

    /// <summary>Returns where in an object a member may be put; <see langword="null"/> when it has one, or the body is no object.</summary>
    private static (int At, bool IsAlone)? PlaceFor(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            var at = (int)json.BytesConsumed;
            var isAlone = true;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals(Name))
                {
                    return null;
                }

                isAlone = false;
                json.Skip();
            }

            // What follows the object must be nothing.
            return json.Read() ? null : (at, isAlone);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
