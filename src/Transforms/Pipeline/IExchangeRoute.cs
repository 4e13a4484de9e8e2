namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>Tells on which route a message is exchanged.</summary>
internal interface IExchangeRoute
{
    /// <summary>Gets the route's name.</summary>
    string RouteId { get; }
}
