using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>Says of endpoints where they are served, for whom, and in which shape their errors are.</summary>
internal static class EndpointConventions
{
    // The gateway's endpoints win over hand-written routes.
    private const int First = int.MinValue;

    /// <summary>
    /// Serves endpoints to backends that show an API key, or need none. Without a scope, the key needs the one of WeChat's API.
    /// </summary>
    public static TBuilder ForBackends<TBuilder>(this TBuilder endpoints, ServedOn where, ErrorShape shape, RequiredScope? scope = null)
        where TBuilder : IEndpointConventionBuilder
        => endpoints.WithOrder(First).WithMetadata(where, shape, scope ?? RequiredScope.Api).RequireAuthorization(GatewayAccess.Backends);

    /// <summary>Serves endpoints to backends that show any API key, or need none.</summary>
    public static TBuilder ForAnyKey<TBuilder>(this TBuilder endpoints, ServedOn where, ErrorShape shape)
        where TBuilder : IEndpointConventionBuilder
        => endpoints.WithOrder(First).WithMetadata(where, shape).RequireAuthorization(GatewayAccess.Backends);

    /// <summary>Serves endpoints to everybody on the public listener.</summary>
    public static TBuilder ForEverybody<TBuilder>(this TBuilder endpoints, ErrorShape shape)
        where TBuilder : IEndpointConventionBuilder
        => endpoints.WithOrder(First).WithMetadata(ServedOn.Public, shape);

    /// <summary>Makes another path of the one with a slash at its end.</summary>
    public static TBuilder AtExactPath<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
        => endpoints.WithMetadata(ExactPath.Instance);

    /// <summary>Maps an endpoint for one method; other methods are refused.</summary>
    public static IEndpointConventionBuilder MapFor(
        this IEndpointRouteBuilder group, string method, string path, Description about, RequestDelegate answer)
        => group.Map(path, context => HttpMethods.Equals(context.Request.Method, method)
            ? answer(context) : ErrorWriter.WriteAsync(context, GatewayError.OtherMethod(method))).AtExactPath().Describe(method, about);

    /// <summary>Answers that a group has no endpoint at any other path.</summary>
    public static void MapNothingElse(this IEndpointRouteBuilder group)
        => group.Map("/{**rest}", static context => ErrorWriter.WriteAsync(context, GatewayError.Missing("There is no such endpoint.")))
            .WithMetadata(NotDescribed.Instance);
}
