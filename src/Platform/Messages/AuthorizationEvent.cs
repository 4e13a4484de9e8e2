namespace WxYarpGateway.Platform.Messages;

/// <summary>An authorization event as WeChat pushed it.</summary>
/// <param name="InfoType">The <c>InfoType</c>, such as <c>component_verify_ticket</c>; empty when it has none.</param>
/// <param name="CreateTime">The <c>CreateTime</c>, in whole seconds; <see langword="null"/> when it has none that can be read.</param>
/// <param name="Body">The event as JSON in UTF-8, with all its elements. It may have a ticket or a code in it: log nothing of it.</param>
public sealed record AuthorizationEvent(string InfoType, DateTimeOffset? CreateTime, ReadOnlyMemory<byte> Body)
{
    /// <inheritdoc/>
    public override string ToString() => InfoType;
}
