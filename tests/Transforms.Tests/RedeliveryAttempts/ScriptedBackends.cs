using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace WxYarpGateway.Transforms.Tests.RedeliveryAttempts;

/// <summary>YARP with a route for each service. Its backends answer as a test says, and remember what they were asked.</summary>
internal sealed class ScriptedBackends : IProxyStateLookup, IDisposable
{
    private const string RouteEnding = ".message";

    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());

    public ScriptedBackends()
    {
        Pipeline = new BackendPipeline(this, new BackendForms([]), _services.GetRequiredService<IServiceScopeFactory>());
    }

    public BackendPipeline Pipeline { get; }

    public List<(string Id, int Attempt, string Route, byte[] Body)> Calls { get; } = [];

    public Func<MessageContext, CancellationToken, Task<Reply>> Script { get; set; } = (_, _) => Task.FromResult<Reply>(Answer("""{"msg":"late"}"""));

    public bool HasRoute { get; set; } = true;

    public static BackendAnswer Answer(string body, int status = 200) => new(status, System.Text.Encoding.UTF8.GetBytes(body), null);

    /// <summary>Puts the pipeline together, as a host does at its start.</summary>
    public void Open() => Pipeline.Connect(_ => Task.CompletedTask);

    /// <summary>Stands in for the exchange.</summary>
    public async ValueTask<Reply> CallAsync(MessageContext message, CancellationToken cancellationToken)
    {
        message.Attempts++;
        lock (Calls)
        {
            Calls.Add((message.Id, message.Attempts, message.GetState<ExchangeContext>()!.RouteId, message.Body.ToArray()));
        }

        return await Script(message, cancellationToken);
    }

    public bool TryGetRoute(string id, [NotNullWhen(true)] out RouteModel? route)
    {
        route = HasRoute && id.EndsWith(RouteEnding, StringComparison.Ordinal) ? RouteOf(id) : null;
        return route is not null;
    }

    public IEnumerable<RouteModel> GetRoutes() => [];

    public bool TryGetCluster(string id, [NotNullWhen(true)] out ClusterState? cluster)
    {
        cluster = HasRoute && id.StartsWith(MessageTarget.ClusterOf(""), StringComparison.Ordinal) ? ClusterOf(id) : null;
        return cluster is not null;
    }

    public IEnumerable<ClusterState> GetClusters() => [];

    public void Dispose()
    {
        _client.Dispose();
        _services.Dispose();
    }

    private RouteModel RouteOf(string id)
    {
        var metadata = new Dictionary<string,
            string>
        { [WeChatRoute.Service] = id[..^RouteEnding.Length], [WeChatRoute.Exchange] = WeChatRoute.Message };
        return new RouteModel(
            new RouteConfig { RouteId = id, ClusterId = id, Match = new RouteMatch(), Metadata = metadata },
            ClusterOf(id),
            HttpTransformer.Default);
    }

    private ClusterState ClusterOf(string id)
    {
        var destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = "http://127.0.0.1:1" } };
        return new ClusterState(id, new ClusterModel(new ClusterConfig { ClusterId = id, Destinations = destinations }, _client));
    }
}
