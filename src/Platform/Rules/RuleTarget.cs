using WxYarpGateway.Platform.Rules.Matching;

namespace WxYarpGateway.Platform.Rules;

/// <summary>Where a rule sends what it takes.</summary>
/// <param name="Backend">A name of <c>Gateway:Backends</c>.</param>
/// <param name="Path">The path; <see langword="null"/> for the usual one, <c>/msg/{MsgType}</c> or <c>/event/{Event}</c>.</param>
public sealed record RuleTarget(string Backend, PathTemplate? Path);
