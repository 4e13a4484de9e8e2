namespace WxYarpGateway.TokenService.Platforms;

/// <summary>A <c>component_verify_ticket</c>, which WeChat pushes to a platform every 10 minutes and takes for 12 hours.</summary>
/// <param name="Value">The ticket.</param>
/// <param name="CreateTime">When WeChat made it, by WeChat's clock; whole seconds.</param>
/// <param name="ReceivedAt">When a gateway got it, by the gateway's clock.</param>
public sealed record ComponentTicket(string Value, DateTimeOffset CreateTime, DateTimeOffset ReceivedAt)
{
    /// <summary>How long WeChat takes a ticket. Source: PROTOCOL 3.8 and WeChat's page on component_verify_ticket.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>Returns when the ticket was made, but not the ticket.</summary>
    public override string ToString() => $"*** ({CreateTime:O})";
}
