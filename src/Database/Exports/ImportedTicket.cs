namespace WxYarpGateway.Database.Exports;

/// <summary>A platform's ticket that another system had.</summary>
internal sealed record ImportedTicket
{
    /// <summary>Gets the component's AppId.</summary>
    public required string Platform { get; init; }

    public required string Ticket { get; init; }

    /// <summary>Gets when WeChat made it, or the other system got it, in milliseconds.</summary>
    public required long ReceivedAt { get; init; }

    /// <summary>Returns the platform; a ticket is not for printing.</summary>
    public override string ToString() => Platform;
}
