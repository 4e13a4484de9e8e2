using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Endpoints.Document;

/// <summary>
/// The document of the internal API, <c>GET {OpenApi}/v1.json</c>: made when it is asked for first, and again after a reload that changes
/// endpoints.
/// </summary>
internal sealed class DocumentEndpoint(Lazy<EndpointDataSource> endpoints, IHostEnvironment environment) : IEndpointGroup
{
    private volatile Made? _made;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes, GatewayOptions options)
    {
        if (options.Endpoints.OpenApi is not { } path)
        {
            return;
        }

        var group = routes.MapGroup(path).ForAnyKey(ServedOn.Internal, ErrorShape.WeChat);
        group.MapFor(HttpMethods.Get, "/v1.json", "Returns this document.", AnswerAsync);
        group.MapNothingElse();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        // The list stays the same one for as long as no endpoint changes.
        var list = endpoints.Value.Endpoints;
        if (_made is not { } made || made.Of != list)
        {
            _made = made = new Made(list, await DocumentWriter.WriteAsync(endpoints.Value, environment, context.RequestAborted));
        }

        await JsonBody.SendAsync(context, StatusCodes.Status200OK, JsonBody.ContentType, made.Json);
    }

    private sealed record Made(IReadOnlyList<Endpoint> Of, ReadOnlyMemory<byte> Json);
}
