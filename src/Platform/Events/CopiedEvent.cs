using WxYarpGateway.Platform.Messages;

namespace WxYarpGateway.Platform.Events;

/// <summary>An authorization event for backends: without its ticket and codes.</summary>
/// <param name="Id">The id that all deliveries of the event share.</param>
/// <param name="InfoType">The InfoType.</param>
/// <param name="AppId">The account that it is about; empty when it names none.</param>
/// <param name="Json">The event as JSON.</param>
/// <param name="Copies">Where it goes: at least one copy.</param>
public sealed record CopiedEvent(
    string Id, string InfoType, string AppId, ReadOnlyMemory<byte> Json, IReadOnlyList<RoutedCopy> Copies)
{
    /// <summary>Returns the InfoType.</summary>
    public override string ToString() => InfoType;
}
