using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WxYarpGateway.Gateway.Endpoints.Document;

/// <summary>Writes the document of the internal API.</summary>
/// <remarks>
/// It has services of its own for as long as it writes. Among those of the gateway they would load two assemblies at the start, and keep
/// 4 MiB for a document that is seldom asked for.
/// </remarks>
internal static class DocumentWriter
{
    private const string Name = "v1";

    /// <summary>Returns the document as JSON.</summary>
    public static async Task<ReadOnlyMemory<byte>> WriteAsync(
        EndpointDataSource endpoints, IHostEnvironment environment, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddSingleton(environment);
        services.AddSingleton(endpoints);
        services.AddLogging();
        services.AddRouting();
        services.AddOpenApi(Name, options =>
        {
            options.ShouldInclude = static _ => false;
            options.AddDocumentTransformer(new DescribedPaths(endpoints));
        });
        await using var provider = services.BuildServiceProvider();
        var document = await provider.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(cancellationToken);
        using var written = new MemoryStream();
        await document.SerializeAsJsonAsync(written, OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        return written.ToArray();
    }
}
