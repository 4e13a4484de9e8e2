using Microsoft.Extensions.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Kinds;

/// <summary>Compiles a part that services of several kinds may have, such as a mini program's login. Register it as a singleton.</summary>
/// <remarks>Every compilation asks it. It must not throw, and it has no side effects.</remarks>
public interface IServicePartCompiler
{
    /// <summary>Gets the names of the keys that it reads beside the services, in the section that was passed to <c>AddWeChat</c>.</summary>
    IReadOnlyCollection<string> Keys { get; }

    /// <summary>
    /// Gets the values of the metadata <c>WeChat.Exchange</c> that it serves on hand-written routes; these need not name a service.
    /// </summary>
    IReadOnlyCollection<string> Exchanges { get; }

    /// <summary>Compiles the part of all services; reports errors and warnings.</summary>
    /// <param name="section">The section that was passed to <c>AddWeChat</c>.</param>
    /// <param name="sections">The services of every kind, and what the configuration has beside them.</param>
    CompiledKind Compile(IConfigurationSection section, KindSections sections);

    /// <summary>Reports errors of a hand-written route with one of <see cref="Exchanges"/>.</summary>
    /// <param name="route">The route.</param>
    /// <param name="path">The full path of its metadata.</param>
    /// <param name="report">Gets errors and warnings.</param>
    void CheckRoute(RouteConfig route, string path, ConfigurationReport report);
}
