namespace WxYarpGateway.Gateway.Overview.Answers;

/// <summary>A service, or a platform with all accounts in its care.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The kind of account.</param>
/// <param name="Appid">Its AppId.</param>
/// <param name="MessagePath">The path of its pushes; empty when only hand-written routes serve it.</param>
/// <param name="Minutes">What the last whole minute brought to this replica.</param>
/// <param name="Waiting">How many messages wait for another delivery to a backend, on all replicas together.</param>
/// <param name="Leased">How many of these a replica works on.</param>
/// <param name="Dead">How many could not be delivered in time.</param>
/// <param name="Tokens">Its tokens and tickets that somebody asked this replica for lately, without the tokens.</param>
/// <param name="Ticket">The ticket that WeChat pushes to a platform; <see langword="null"/> for every other service.</param>
/// <param name="Features">What is configured for it.</param>
internal sealed record ServiceAnswer(
    string Name,
    string Kind,
    string Appid,
    string MessagePath,
    CountsAnswer Minutes,
    long Waiting,
    long Leased,
    long Dead,
    IReadOnlyList<TokenAnswer> Tokens,
    TicketAnswer? Ticket,
    IReadOnlyList<string> Features);
