using System.Globalization;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms.Authorizations;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Platforms.Events;

/// <summary>An event of a platform itself, which goes to the event URL: a ticket, an authorization, or any other.</summary>
public sealed record PlatformEvent
{
    private PlatformEvent(string infoType)
    {
        InfoType = infoType;
    }

    /// <summary>Gets the InfoType, such as <c>authorized</c>.</summary>
    public string InfoType { get; }

    /// <summary>Gets when it was created, or null for the moment of the push.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets the fields after the InfoType, in order.</summary>
    internal IReadOnlyList<PushedField> Fields { get; private init; } = [];

    /// <summary>Returns an event of any InfoType, known to WeChat or not.</summary>
    public static PlatformEvent Of(string infoType) => new(infoType);

    /// <summary>Returns the event of a withdrawn authorization.</summary>
    public static PlatformEvent Unauthorized(string appId) => Of("unauthorized").With("AuthorizerAppid", appId);

    /// <summary>Returns the event with one more field of any JSON; XML gets an object as nested elements.</summary>
    public PlatformEvent With(string name, JsonNode? value) => this with { Fields = [.. Fields, PushedField.Of(name, value)] };

    internal static PlatformEvent Ticket(PlatformTicket ticket) =>
        (Of("component_verify_ticket") with { CreatedAt = ticket.IssuedAt }).With("ComponentVerifyTicket", ticket.Value);

    internal static PlatformEvent Authorized(string infoType, string appId, GrantedAuthorization granted, string preAuthCode) =>
        Of(infoType)
            .With("AuthorizerAppid", appId)
            .With("AuthorizationCode", granted.EventCode)
            .With("AuthorizationCodeExpiredTime", granted.ExpiresAt.ToUnixTimeSeconds())
            .With("PreAuthCode", preAuthCode);

    internal RenderedMessage Render(string platform, DateTimeOffset now)
    {
        var createdAt = (CreatedAt ?? now).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        PushedField[] head = [new("AppId", platform), new("CreateTime", createdAt, IsNumber: true), new("InfoType", InfoType)];
        return RenderedMessage.Read(MessageWriter.Write([.. head, .. Fields], DataFormat.Xml));
    }
}
