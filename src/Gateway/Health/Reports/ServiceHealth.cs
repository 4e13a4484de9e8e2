namespace WxYarpGateway.Gateway.Health.Reports;

/// <summary>One service.</summary>
/// <param name="Tokens">Its tokens and tickets, by kind: the access token, and what else was asked for.</param>
/// <param name="Backends">Its backends, by YARP cluster; empty when it echoes.</param>
/// <param name="LateReplies">How many of its messages' late replies are still to come.</param>
/// <param name="Undelivered">How many messages are kept because no backend took them yet, on all replicas together.</param>
/// <param name="DeadLetters">How many could not be delivered in time.</param>
internal sealed record ServiceHealth(
    IReadOnlyDictionary<string, TokenHealth> Tokens,
    IReadOnlyDictionary<string, BackendHealth> Backends,
    int LateReplies,
    long Undelivered,
    long DeadLetters);
