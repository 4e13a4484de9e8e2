namespace WxYarpGateway.Console.Gateways.Overviews;

/// <summary>One service at one replica.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The kind of account.</param>
/// <param name="Appid">The account's appid.</param>
/// <param name="MessagePath">Where it takes pushes.</param>
/// <param name="Minutes">What came in the last whole minute.</param>
/// <param name="Waiting">How many messages wait for redelivery.</param>
/// <param name="Leased">How many are being delivered again.</param>
/// <param name="Dead">How many were given up.</param>
public sealed record ServiceOverview(
    string Name, string Kind, string? Appid, string? MessagePath, MinuteCounts? Minutes, long Waiting, long Leased, long Dead)
{
    /// <summary>Gets its tokens.</summary>
    public IReadOnlyList<TokenState> Tokens { get; init; } = [];

    /// <summary>Gets a platform's ticket; null for other kinds.</summary>
    public TicketState? Ticket { get; init; }

    /// <summary>Gets what is switched on, such as <c>records</c>.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];
}
