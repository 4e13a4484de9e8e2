using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Transforms.Services;

/// <summary>Services that come and go at run time: those of the configuration, and those that a host adds by registering another source.</summary>
/// <remarks>Every push asks, so the answers come from memory. A name belongs to one source; the configuration is asked first.</remarks>
public interface IServiceSource
{
    /// <summary>Gets the callbacks that there are now.</summary>
    IEnumerable<Callback> Callbacks { get; }

    /// <summary>Finds a service by its name.</summary>
    bool TryGet(string name, [NotNullWhen(true)] out WeChatService? service);

    /// <summary>Finds the callback that routes name in their metadata <c>WeChat.Service</c>.</summary>
    bool TryGetCallback(string name, [NotNullWhen(true)] out Callback? callback);
}
