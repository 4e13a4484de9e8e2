using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Transforms.Services;

/// <summary>A source of services that may change at run time. The configuration is one; a host can register others.</summary>
/// <remarks>
/// Every push calls the source, so implementations answer from memory.
/// When two sources have a service of one name, the configuration's comes first.
/// </remarks>
public interface IServiceSource
{
    /// <summary>Gets the current callbacks.</summary>
    IEnumerable<Callback> Callbacks { get; }

    /// <summary>Finds a service by its name; returns <see langword="false"/> when this source has none of that name.</summary>
    bool TryGet(string name, [NotNullWhen(true)] out WeChatService? service);

    /// <summary>Finds a callback by the name in a route's metadata <c>WeChat.Service</c>.</summary>
    bool TryGetCallback(string name, [NotNullWhen(true)] out Callback? callback);
}
