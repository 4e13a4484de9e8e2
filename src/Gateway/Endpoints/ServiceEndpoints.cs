using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Parameters;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>Finds the endpoint that a request is for, and the service it is about.</summary>
internal sealed partial class ServiceEndpoints(
    IEnumerable<IServiceEndpoint> endpoints, GatewaySettings settings, ServiceCatalog services, ILogger<ServiceEndpoints> logger)
{
    private const string Methods = "GET, POST";

    private readonly IServiceEndpoint[] _endpoints = [.. endpoints];

    /// <summary>Gets the paths that are served.</summary>
    public IEnumerable<string> Paths => _endpoints.Select(endpoint => endpoint.PathIn(settings.Options.Endpoints)).OfType<string>();

    /// <summary>Returns the endpoint that a request is for, or <see langword="null"/>.</summary>
    public IServiceEndpoint? Find(HttpContext context)
    {
        var options = settings.Options.Endpoints;
        var path = context.Request.Path.Value ?? "";
        path = path.EndsWith('/') ? path[..^1] : path;
        return Array.Find(_endpoints, endpoint => path.Equals(endpoint.PathIn(options), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context, IServiceEndpoint endpoint)
    {
        var answer = await AskAsync(context, endpoint);
        await answer.WriteAsync(context);
    }

    private async ValueTask<EndpointAnswer> AskAsync(HttpContext context, IServiceEndpoint endpoint)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsPost(context.Request.Method))
        {
            return EndpointAnswer.MethodNotAllowed(Methods);
        }

        var (parameters, refusal) = await ParameterReader.ReadAsync(context.Request, context.RequestAborted);
        if (refusal is not null)
        {
            return refusal;
        }

        var name = parameters.Text("s", "s(ervice)");
        if (parameters.Error is { } error)
        {
            return error;
        }

        if (!services.Current.TryGetValue(name, out var service))
        {
            return EndpointAnswer.Failure(StatusCodes.Status404NotFound, "s(ervice): no such service is configured.");
        }

        var answer = await endpoint.AnswerAsync(service, parameters, context.RequestAborted);
        if (answer is { Status: >= StatusCodes.Status500InternalServerError, Reason: { } reason })
        {
            Log.Failed(logger, endpoint.PathIn(settings.Options.Endpoints) ?? "", service.Name, reason);
        }

        return answer;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The endpoint '{Path}' failed for service '{Service}': '{Reason}' Answering the caller so.", EventName = "Failed")]
        public static partial void Failed(ILogger logger, string path, string service, string reason);
    }
}
