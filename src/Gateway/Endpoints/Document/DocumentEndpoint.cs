using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Endpoints.Document;

/// <summary>
/// The document of the internal API, <c>GET {OpenApi}/v1.json</c>: made when it is asked for first, and again after a reload that changes
/// endpoints.
/// </summary>
internal sealed class DocumentEndpoint(Lazy<IOpenApiDocumentProvider> documents, Lazy<EndpointDataSource> endpoints) : IEndpointGroup
{
    /// <summary>The name of the document.</summary>
    public const string Name = "v1";

    private volatile Made? _made;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes, GatewayOptions options)
    {
        if (options.Endpoints.OpenApi is not { } path)
        {
            return;
        }

        var group = routes.MapGroup(path).ForAnyKey(ServedOn.Internal, ErrorShape.WeChat);
        group.Map($"/{Name}.json", AnswerAsync).AtExactPath()
            .Describe(HttpMethods.Get, "Returns this document.");
        group.MapNothingElse();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.OtherMethod(HttpMethods.Get));
            return;
        }

        // The list stays the same one for as long as no endpoint changes.
        var list = endpoints.Value.Endpoints;
        if (_made is not { } made || made.Of != list)
        {
            _made = made = new Made(list, await MakeAsync(context.RequestAborted));
        }

        await JsonBody.SendAsync(context, StatusCodes.Status200OK, JsonBody.ContentType, made.Json);
    }

    private async Task<ReadOnlyMemory<byte>> MakeAsync(CancellationToken cancellationToken)
    {
        var document = await documents.Value.GetOpenApiDocumentAsync(cancellationToken);
        using var written = new MemoryStream();
        await document.SerializeAsJsonAsync(written, OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        return written.ToArray();
    }

    private sealed record Made(IReadOnlyList<Endpoint> Of, ReadOnlyMemory<byte> Json);
}
