using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Gateway.Tests.Access.Limits;
using WxYarpGateway.Gateway.Tests.Hostile;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Services;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.Tests.Exchange;

/// <summary>A gateway with one service, whose exchanges go by its own forwarder or by YARP's.</summary>
internal sealed partial class ForwarderRig : IAsyncDisposable
{
    private const string Service = "shop";

    private readonly RunningGateway _gateway;

    private ForwarderRig(RunningGateway gateway, CollectedLogs logs)
    {
        _gateway = gateway;
        Logs = logs;
    }

    public CollectedLogs Logs { get; }

    public IServiceProvider Services => _gateway.Services;

    /// <summary>Gets what YARP calls the failures that were logged.</summary>
    public IEnumerable<string> Failures => Logs.Lines
        .Select(line => FailureLine().Match(line))
        .Where(match => match.Success)
        .Select(match => match.Groups[1].Value);

    /// <summary>Starts a gateway.</summary>
    /// <param name="isOwn">Whether the gateway's own forwarder is used; YARP's otherwise.</param>
    /// <param name="backend">The backend's address.</param>
    /// <param name="settings">More settings; <c>CLUSTER</c> in a key is that of the service's cluster.</param>
    public static Task<ForwarderRig> StartAsync(bool isOwn, string backend, params (string Key, string Value)[] settings)
        => StartAsync(isOwn, backend, _ => { }, settings);

    /// <summary>Starts a gateway with services of the test's own.</summary>
    public static async Task<ForwarderRig> StartAsync(
        bool isOwn, string backend, Action<IServiceCollection> replace, params (string Key, string Value)[] settings)
    {
        var logs = new CollectedLogs();
        var configuration = new Dictionary<string, string?>
        {
            ["Gateway:WeChat:ApiUrl"] = "http://127.0.0.1:1",
            [$"Gateway:Services:{Service}:AppId"] = SignedPush.AppId,
            [$"Gateway:Services:{Service}:Token"] = SignedPush.Token,
            [$"Gateway:Services:{Service}:MessagePath"] = "/wx",
            [$"Gateway:Services:{Service}:MessageBackend:Destinations:one:Address"] = backend,
            [$"Gateway:Services:{Service}:UserInfo:Append"] = "false",
        };
        foreach (var (key, value) in settings)
        {
            configuration[key.Replace("CLUSTER", $"Gateway:Services:{Service}:MessageBackend", StringComparison.Ordinal)] = value;
        }

        var gateway = await RunningGateway.StartAsync(
            configuration,
            logs,
            services =>
            {
                replace(services);
                if (!isOwn)
                {
                    services.Replace(new ServiceCollection().AddHttpForwarder().Single(one => one.ServiceType == typeof(IHttpForwarder)));
                }
            },
            TestContext.Current.CancellationToken);
        return new ForwarderRig(gateway, logs);
    }

    /// <summary>Pushes a text message with headers of the test's own, and returns all that comes back.</summary>
    public Task<RawAnswers> PushAsync(string content, params string[] headers) => PushToAsync("/wx", content, headers);

    /// <summary>Pushes a text message to a path.</summary>
    public async Task<RawAnswers> PushToAsync(string path, string content, params string[] headers)
    {
        using var client = await RawClient.ConnectAsync(_gateway.Address);
        await client.TrySendAsync(SignedPush.Plaintext(SignedPush.Text(content)).To(path, [.. headers, "Connection: close"]));
        return new RawAnswers(await client.ReadToEndAsync());
    }

    /// <summary>Calls the backend with a message, as a redelivery does.</summary>
    public async Task<BackendAnswer> CallAsync(string content, CancellationToken cancellationToken)
    {
        Assert.True(Services.GetRequiredService<ServiceCatalog>().TryGet(Service, out var service));
        var message = new MessageContext(service, PushQuery.Read(default), Encoding.UTF8.GetBytes(content), receivedAt: 0) { Id = "1" };
        return Assert.IsType<BackendAnswer>(
            await Services.GetRequiredService<BackendExchange>().InvokeAsync(message, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        Logs.Dispose();
    }

    [GeneratedRegex("^(?:Warning|Debug) Forwarding(?:Error|RequestCancelled) ([A-Za-z]+): ")]
    private static partial Regex FailureLine();
}
