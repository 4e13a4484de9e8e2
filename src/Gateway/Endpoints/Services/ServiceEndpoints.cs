using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints.Parameters;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>The endpoints that do one thing for the service that a parameter names.</summary>
internal sealed partial class ServiceEndpoints(
    IEnumerable<IServiceEndpoint> endpoints, ServiceCatalog services, ILogger<ServiceEndpoints> logger) : IEndpointGroup
{
    private const string Methods = "GET, POST";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes, GatewayOptions options)
    {
        var where = options.EndpointsOnPublicListener ? ServedOn.Both : ServedOn.Internal;
        foreach (var endpoint in endpoints)
        {
            if (endpoint.PathIn(options.Endpoints) is { } path)
            {
                routes.Map(path, context => AnswerAsync(context, endpoint, path)).ForBackends(where, ErrorShape.GoGateway)
                    .Describe(HttpMethods.Get, endpoint.About).Describe(HttpMethods.Post, endpoint.About);
            }
        }
    }

    private async Task AnswerAsync(HttpContext context, IServiceEndpoint endpoint, string path)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsPost(context.Request.Method))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.OtherMethod(Methods));
            return;
        }

        var answer = await AskAsync(context, endpoint, path);
        await answer.WriteAsync(context);
    }

    private async ValueTask<EndpointAnswer> AskAsync(HttpContext context, IServiceEndpoint endpoint, string path)
    {
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

        if (!services.TryGetCurrent(name, out var service))
        {
            return EndpointAnswer.Failure(StatusCodes.Status404NotFound, "s(ervice): no such service is configured.");
        }

        if (!ApiKeyIdentity.IsFor(context, service.Name))
        {
            return EndpointAnswer.Failure(StatusCodes.Status403Forbidden, KeyRefusal.OfService(service.Name).Message);
        }

        var answer = await endpoint.AnswerAsync(service, parameters, context.RequestAborted);
        if (answer.Error is { Status: >= StatusCodes.Status500InternalServerError } failure)
        {
            Log.Failed(logger, path, service.Name, failure.Message);
        }

        return answer;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The endpoint '{Path}' failed for service '{Service}': '{Reason}' Answering the caller so.",
            EventName = "Failed")]
        public static partial void Failed(ILogger logger, string path, string service, string reason);
    }
}
