namespace WxYarpGateway.Console.Access.Sessions;

/// <summary>How often circuits ask whether their session goes on.</summary>
/// <param name="Check">How long a circuit shows what it shows after its session has ended.</param>
/// <param name="Trust">How long a circuit takes a session for alive, so that not each click asks the database.</param>
internal sealed record SessionTimes(TimeSpan Check, TimeSpan Trust)
{
    /// <summary>Gets the usual times.</summary>
    public static SessionTimes Usual { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2));
}
