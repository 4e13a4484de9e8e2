namespace WxYarpGateway.Transforms.Exchange.Requests;

/// <summary>Where in YARP's pipeline the requests of an exchange enter, past the middleware of other exchanges.</summary>
/// <remarks>Each of those would look up the route and its metadata, and find that the request is none of its own.</remarks>
internal sealed class ExchangeEntrances
{
    private readonly Dictionary<string, RequestDelegate> _entrances = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Has the requests of an exchange enter here, and returns the part of the pipeline unchanged.</summary>
    /// <param name="exchange">The exchange, such as <see cref="WeChatRoute.Login"/>.</param>
    /// <param name="entrance">The pipeline from here on.</param>
    public RequestDelegate Add(string exchange, RequestDelegate entrance) => _entrances[exchange] = entrance;

    /// <summary>Leads requests to their entrance; those without one go on.</summary>
    public RequestDelegate Lead(RequestDelegate next)
        => context => context.GetReverseProxyFeature().Route.Config.Metadata is { } metadata
            && metadata.TryGetValue(WeChatRoute.Exchange, out var exchange)
            && _entrances.TryGetValue(exchange, out var entrance)
                ? entrance(context)
                : next(context);
}
