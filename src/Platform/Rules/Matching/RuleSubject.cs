namespace WxYarpGateway.Platform.Rules.Matching;

/// <summary>What rules look at: a message of an authorizer, or an authorization event. A field that is not there is empty.</summary>
/// <param name="AppId">The authorizer's AppId.</param>
/// <param name="InfoType">The InfoType of an authorization event; empty for a message.</param>
/// <param name="MsgType">The MsgType of a message.</param>
/// <param name="Event">The Event of a message whose MsgType is <c>event</c>.</param>
/// <param name="Kind">The authorizer's kind; empty when it is not known.</param>
/// <param name="Tags">The authorizer's tags.</param>
public readonly record struct RuleSubject(
    string AppId, string InfoType, string MsgType, string Event, string Kind, IReadOnlyList<string> Tags)
{
    /// <summary>Gets a value indicating whether it is an authorization event, whose rules are copies whatever their mode.</summary>
    public bool IsAuthorizationEvent => InfoType.Length > 0;
}
