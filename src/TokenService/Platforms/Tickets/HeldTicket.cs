namespace WxYarpGateway.TokenService.Platforms.Tickets;

/// <summary>A ticket in the memory of this process.</summary>
/// <param name="Ticket">The ticket.</param>
/// <param name="Lifetime">How long WeChat takes it, counted from when a gateway got it.</param>
internal sealed record HeldTicket(ComponentTicket Ticket, Lifetime Lifetime)
{
    public override string ToString() => Ticket.ToString();
}
