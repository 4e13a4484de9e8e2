namespace WxYarpGateway.Console.Gateways;

/// <summary>Something that came on a stream of server-sent events.</summary>
/// <param name="Name">
/// The event's name, such as <c>record</c>; <see cref="Connected"/> and <see cref="Away"/> are the console's own.
/// </param>
/// <param name="Data">What it carries, mostly JSON.</param>
/// <param name="Error">Why the stream broke, with <see cref="Away"/>.</param>
public sealed record GatewayEvent(string Name, string Data, GatewayError? Error = null)
{
    /// <summary>The name of the event that the stream is open.</summary>
    public const string Connected = "(connected)";

    /// <summary>The name of the event that the stream has broken, or cannot be opened; the console tries again.</summary>
    public const string Away = "(away)";
}
