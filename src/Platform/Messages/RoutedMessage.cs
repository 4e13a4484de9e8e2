using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Messages;

/// <summary>What the rules decided of a message. One serves all messages of which they decide the same.</summary>
public sealed record RoutedMessage
{
    /// <summary>Gets the name of the rule that decided who replies; empty when none did.</summary>
    public string Rule { get; init; } = "";

    /// <summary>
    /// Gets where the message goes, and in which form; <see langword="null"/> for the authorizer's <c>MessageBackend</c>.
    /// </summary>
    public MessageTarget? Target { get; init; }

    /// <summary>Gets a value indicating whether no backend gets the message, and WeChat gets <c>success</c>.</summary>
    public bool IsDropped { get; init; }

    /// <summary>Gets how long WeChat waits for the reply; <see langword="null"/> for the authorizer's <c>Reply.Deadline</c>.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Gets the copies.</summary>
    public IReadOnlyList<RoutedCopy> Copies { get; init; } = [];
}
