namespace WxYarpGateway.Platform.Rules;

/// <summary>
/// What a message must be like. Each condition is a list of patterns, of which one must match; an empty list asks nothing.
/// </summary>
/// <remarks>
/// <c>*</c> stands for any text and <c>?</c> for one character; case counts. A condition on a field that a message lacks is not met.
/// </remarks>
public sealed record RuleConditions
{
    /// <summary>Gets conditions that everything meets.</summary>
    public static RuleConditions None { get; } = new();

    /// <summary>Gets the patterns for the InfoType of an authorization event.</summary>
    public IReadOnlyList<string> InfoType { get; init; } = [];

    /// <summary>Gets the patterns for the MsgType of a message.</summary>
    public IReadOnlyList<string> MsgType { get; init; } = [];

    /// <summary>Gets the patterns for the Event of a message whose MsgType is <c>event</c>.</summary>
    public IReadOnlyList<string> Event { get; init; } = [];

    /// <summary>Gets the patterns for the authorizer's AppId.</summary>
    public IReadOnlyList<string> AppId { get; init; } = [];

    /// <summary>Gets the patterns for the authorizer's kind, such as <c>MiniProgram</c>.</summary>
    public IReadOnlyList<string> Kind { get; init; } = [];

    /// <summary>Gets the patterns for the authorizer's tags, of which one must match.</summary>
    public IReadOnlyList<string> Tag { get; init; } = [];
}
