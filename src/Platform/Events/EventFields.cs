using System.Globalization;
using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.Platform.Events;

/// <summary>What an authorization event says, as far as the gateway acts on it.</summary>
internal sealed record EventFields
{
    // WeChat's have about 100 characters; nothing says that they cannot grow.
    private const int LongestText = 512;

    /// <summary>Gets the account that the event is about; <see langword="null"/> when it names none.</summary>
    public AppId? Account { get; private init; }

    /// <summary>Gets the ticket; empty when there is none.</summary>
    public string Ticket { get; private init; } = "";

    /// <summary>Gets the authorization code; empty when there is none.</summary>
    public string Code { get; private init; } = "";

    /// <summary>Gets when the code expires, by WeChat's clock.</summary>
    public DateTimeOffset? CodeExpiresAt { get; private init; }

    /// <summary>Gets the status of a registration; 0 is a success, and so is an event without one.</summary>
    public long Status { get; private init; }

    /// <summary>Reads an event.</summary>
    /// <param name="json">The event as JSON. <c>AppId</c> is the platform's; <c>appid</c>, in a registration, the new mini program's.</param>
    public static EventFields Read(ReadOnlyMemory<byte> json)
    {
        using var fields = JsonFields.Parse(json);
        return fields is null ? new EventFields() : new EventFields
        {
            Account = AppId.TryParse(TextOf(fields, "AuthorizerAppid"), out var authorizer) ? authorizer
                : AppId.TryParse(TextOf(fields, "appid"), out var registered) ? registered
                : null,
            Ticket = TextOf(fields, "ComponentVerifyTicket"),
            Code = TextOf(fields, "AuthorizationCode") is { Length: > 0 } code ? code : TextOf(fields, "auth_code"),
            CodeExpiresAt = TimeOf(fields.Number("AuthorizationCodeExpiredTime")),
            Status = fields.Number("status") ?? 0,
        };
    }

    /// <summary>Returns the account, but neither ticket nor code.</summary>
    public override string ToString() => Account?.Value ?? "";

    private static string TextOf(JsonFields fields, string name) => fields.Find(name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString() is { Length: <= LongestText } text ? text : "",
        { ValueKind: JsonValueKind.Number } value => value.TryGetInt64(out var number) ? number.ToString(CultureInfo.InvariantCulture) : "",
        _ => "",
    };

    private static DateTimeOffset? TimeOf(long? seconds) =>
        seconds is > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;
}
