using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Endpoints.Document;

/// <summary>Writes what the endpoints of the internal listener say of themselves into the document.</summary>
/// <remarks>The endpoints take requests as they are, so ASP.NET Core itself knows nothing of their parameters and answers.</remarks>
internal sealed partial class DescribedPaths(EndpointDataSource endpoints) : IOpenApiDocumentTransformer
{
    private const string Scheme = "ApiKey";
    private const string ScopeExtension = "x-scope";
    private const string AnyKey = "any";
    private const string NoKey = "none";

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "WxYarpGateway, internal API",
            Version = typeof(DescribedPaths).Assembly.GetName().Version?.ToString(3),
            Description = "What the gateway answers on its internal addresses. See docs/internal-api.md.",
        };
        document.Servers = [];
        document.Tags = new HashSet<OpenApiTag>();
        document.Paths = [];
        document.Components = new OpenApiComponents
        {
            SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "A key of Gateway:InternalApiKeys. Without keys, programs on the gateway's own machine need none.",
                },
            },
            Schemas = new Dictionary<string, IOpenApiSchema>
            {
                [NameOf(ErrorShape.WeChat)] = SchemaOf(
                    ("errcode", JsonSchemaType.Integer, true), ("errmsg", JsonSchemaType.String, true),
                    ("hint", JsonSchemaType.String, false), ("authorizationUrl", JsonSchemaType.String, false),
                    ("errors", JsonSchemaType.Array, false)),
                [NameOf(ErrorShape.GoGateway)] = SchemaOf(
                    ("code", JsonSchemaType.Integer, true), ("msg", JsonSchemaType.String, true),
                    ("errcode", JsonSchemaType.Integer, false)),
            },
        };
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>().Where(
            endpoint => ServedOn.Of(endpoint).Includes(ListenerKind.Internal)))
        {
            Add(document, endpoint);
        }

        document.RegisterComponents();
        return Task.CompletedTask;
    }

    /// <summary>Returns the path as the document has it, with the names of its parameters alone.</summary>
    internal static string PathOf(RouteEndpoint endpoint)
        => "/" + ParameterIn().Replace(endpoint.RoutePattern.RawText!, "{$1}").Trim('/');

    private static void Add(OpenApiDocument document, RouteEndpoint endpoint)
    {
        foreach (var described in endpoint.Metadata.GetOrderedMetadata<DescribedMethod>().Where(described => described.About.IsServed()))
        {
            var path = PathOf(endpoint);
            if (!document.Paths.TryGetValue(path, out var item))
            {
                document.Paths.Add(path, item = new OpenApiPathItem());
            }

            ((OpenApiPathItem)item).AddOperation(
                HttpMethod.Parse(described.Method), OperationOf(document, endpoint, path, described));
        }
    }

    private static OpenApiOperation OperationOf(OpenApiDocument document, RouteEndpoint endpoint, string path, DescribedMethod described)
    {
        var about = described.About;
        var scope = ScopeOf(endpoint, described.Method);
        var tag = path.Split('/')[1];
        document.Tags!.Add(new OpenApiTag { Name = tag });
        return new OpenApiOperation
        {
            OperationId = $"{described.Method.ToLowerInvariant()}{NotALetter().Replace(path, "_")}".TrimEnd('_'),
            Summary = about.Summary,
            Tags = new HashSet<OpenApiTagReference> { new(tag, document) },
            Parameters = [.. PathParametersOf(endpoint), .. about.Query.Select(QueryParameterOf)],
            RequestBody = about.Body is { } body ? BodyOf(body, about.BodyType) : null,
            Responses = ResponsesOf(document, endpoint, about),
            Security = scope == NoKey ? [] :
            [
                new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(Scheme, document)] = scope == AnyKey ? [] : [scope],
                },
            ],
            Extensions = new Dictionary<string, IOpenApiExtension> { [ScopeExtension] = new JsonNodeExtension(JsonValue.Create(scope)) },
        };
    }

    private static string ScopeOf(RouteEndpoint endpoint, string method)
        => endpoint.Metadata.GetMetadata<RequiredScope>()?.For(method)
            ?? (endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
                ? AnyKey : NoKey);

    private static IEnumerable<IOpenApiParameter> PathParametersOf(RouteEndpoint endpoint)
        => endpoint.RoutePattern.Parameters.Select(parameter => new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Path,
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });

    private static OpenApiParameter QueryParameterOf(string parameter)
    {
        var end = parameter.IndexOf(':', StringComparison.Ordinal);
        return new OpenApiParameter
        {
            Name = parameter[..end],
            Description = parameter[(end + 1)..].Trim(),
            In = ParameterLocation.Query,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
    }

    private static OpenApiRequestBody BodyOf(string example, string type) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [type] = type == "application/json" ? new OpenApiMediaType { Example = JsonNode.Parse(example) } : new OpenApiMediaType(),
        },
    };

    private static OpenApiResponses ResponsesOf(OpenApiDocument document, RouteEndpoint endpoint, Description about)
    {
        var success = new OpenApiResponse { Description = about.Status == StatusCodes.Status204NoContent ? "Done." : "A success." };
        if (about.Status != StatusCodes.Status204NoContent)
        {
            success.Content = new Dictionary<string, OpenApiMediaType> { [about.AnswerType] = new() };
        }

        var shape = NameOf(endpoint.Metadata.GetMetadata<ErrorShape>() ?? ErrorShape.WeChat);
        return new OpenApiResponses
        {
            [$"{about.Status}"] = success,
            ["default"] = new OpenApiResponse
            {
                Description = "An error: the status says which kind, the text what is wrong.",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new() { Schema = new OpenApiSchemaReference(shape, document) },
                },
            },
        };
    }

    private static string NameOf(ErrorShape shape) => shape == ErrorShape.WeChat ? "Error" : "Failure";

    private static OpenApiSchema SchemaOf(params (string Name, JsonSchemaType Type, bool IsRequired)[] fields) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = fields.ToDictionary(
            field => field.Name,
            IOpenApiSchema (field) => new OpenApiSchema
            {
                Type = field.Type,
                Items = field.Type == JsonSchemaType.Array ? new OpenApiSchema { Type = JsonSchemaType.Object } : null,
            }),
        Required = fields.Where(field => field.IsRequired).Select(field => field.Name).ToHashSet(StringComparer.Ordinal),
    };

    [GeneratedRegex(@"\{\**([^}:=?]+)[^}]*\}")]
    private static partial Regex ParameterIn();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotALetter();
}
