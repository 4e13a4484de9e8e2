using System.Globalization;

namespace WxYarpGateway.Load;

/// <summary>Another gateway, which somebody has started.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="ProcessId">The process whose time and memory count.</param>
internal sealed record Peer(string Name, Uri Address, int ProcessId)
{
    /// <summary>Reads <c>NAME=URL,PID</c>.</summary>
    /// <returns>The peer, or <see langword="null"/> when the text has no such form.</returns>
    public static Peer? Parse(string text)
        => text.Split('=', 2) is [{ Length: > 0 } name, var rest] && rest.Split(',') is [var url, var id]
            && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
            && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
                ? new(name, address, processId) : null;
}
