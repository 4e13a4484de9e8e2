using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.TokenService.Api.Http;

/// <summary>Counts the calls to WeChat by what WeChat answered, and puts each into a trace.</summary>
public sealed class WeChatApiTelemetry
{
    private const int MostPaths = 200;
    private const int LongestPath = 100;
    private const string OtherPath = "other";

    // WeChat's paths have no capitals, but openids, tokens and media ids have.
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-/");

    private readonly Counter<long> _calls;
    private readonly BoundedNames _paths = new([], MostPaths, LongestPath, PathCharacters, OtherPath);
    private readonly TokenSpans _spans;

    internal WeChatApiTelemetry(IMeterFactory meterFactory, TokenSpans spans)
    {
        _spans = spans;
        _calls = meterFactory.Create(TokenServiceTelemetry.MeterName)
            .CreateCounter<long>(
                "wxgateway.wechatapi.calls", "{call}", "Calls to WeChat's API, by service, path, and errcode or error.type.");
    }

    /// <summary>Begins one of the gateway's own calls; the path is a constant.</summary>
    internal WeChatApiMeasurement Begin(HttpMethod method, string path, string service) =>
        new(_calls, Start(method, path, service), path, service);

    /// <summary>Begins a call whose path somebody else chose: a backend, through the host. Unusual paths count as one.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">WeChat's path, without a query.</param>
    /// <param name="service">The name of the service in whose name it is called.</param>
    public WeChatApiMeasurement BeginForeign(HttpMethod method, string path, string service)
    {
        ArgumentNullException.ThrowIfNull(method);
        var bounded = _paths.Of(path);
        return new(_calls, Start(method, bounded, service), bounded, service);
    }

    private Activity? Start(HttpMethod method, string path, string service)
    {
        if (!_spans.Source.HasListeners())
        {
            return null;
        }

        // Only the path: the query has tokens, secrets and openids.
        var span = _spans.Source.StartActivity($"{method.Method} {path}", ActivityKind.Client);
        span?.SetTag("http.request.method", method.Method);
        span?.SetTag("url.path", path);
        span?.SetTag(TokenSpans.Service, service);
        return span;
    }
}
