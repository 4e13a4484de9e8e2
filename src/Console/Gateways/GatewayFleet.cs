using Microsoft.Extensions.Options;
using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Gateways;

/// <summary>All configured gateways. One that is dead or hostile costs its own answer and no other.</summary>
internal sealed class GatewayFleet : IDisposable
{
    private readonly IHttpClientFactory _http;
    private readonly TimeProvider _clock;
    private readonly IDisposable? _changes;
    private volatile IReadOnlyList<GatewayClient> _gateways;

    public GatewayFleet(IOptionsMonitor<ConsoleOptions> options, IHttpClientFactory http, TimeProvider clock, ILogger<GatewayFleet> logger)
    {
        _http = http;
        _clock = clock;
        _gateways = Clients(options.CurrentValue);
        _changes = options.OnChange(changed => _gateways = Clients(changed));
    }

    /// <summary>Gets the gateways, in the order of the configuration.</summary>
    public IReadOnlyList<GatewayClient> Gateways => _gateways;

    /// <summary>Asks all gateways at once; returns an answer or an error of each, in the order of the configuration.</summary>
    public async Task<IReadOnlyList<ReplicaAnswer<T>>> AskAllAsync<T>(GatewayPath path, CancellationToken cancellationToken)
        => await Task.WhenAll(_gateways.Select(
            async gateway => new ReplicaAnswer<T>(gateway.Name, await gateway.GetAsync<T>(path, cancellationToken))));

    /// <summary>
    /// Has one gateway do something that all of them could: the next one is asked only when the one before was not reached, so nothing is
    /// done twice.
    /// </summary>
    public async Task<GatewayAnswer<T>> AskOneAsync<T>(GatewayCall call, CancellationToken cancellationToken)
    {
        var answer = GatewayAnswer<T>.Not(new GatewayError("Console:Gateways", GatewayErrorKind.NoGateway));
        foreach (var gateway in _gateways)
        {
            answer = await gateway.SendAsync<T>(call, cancellationToken);
            if (answer.IsThere || !MayAskNext(call, answer.Error))
            {
                return answer;
            }
        }

        return answer;
    }

    /// <summary>Asks one gateway for something that all of them know.</summary>
    public Task<GatewayAnswer<T>> GetAsync<T>(GatewayPath path, CancellationToken cancellationToken)
        => AskOneAsync<T>(GatewayCall.Get(path), cancellationToken);

    /// <summary>Returns the gateway of this name; null when none has it.</summary>
    public GatewayClient? Find(string name) => _gateways.FirstOrDefault(gateway => gateway.Name == name);

    /// <inheritdoc/>
    public void Dispose() => _changes?.Dispose();

    // What was perhaps begun may be begun again only when it changes nothing.
    private static bool MayAskNext(GatewayCall call, GatewayError error)
        => error.Kind == GatewayErrorKind.Unreachable
            || (call.Method == HttpMethod.Get && error.Kind is not (GatewayErrorKind.NotFound or GatewayErrorKind.Refused));

    private IReadOnlyList<GatewayClient> Clients(ConsoleOptions options)
        => [.. options.Gateways.Select(
            gateway => new GatewayClient(new GatewayAddress(new Uri(gateway.Url), gateway.Key), _http, _clock))];
}
