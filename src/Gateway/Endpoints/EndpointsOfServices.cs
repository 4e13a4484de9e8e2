using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>Maps endpoints whose path names a service: <c>{service}/…</c>.</summary>
internal sealed class EndpointsOfServices(ServiceCatalog services)
{
    /// <summary>Maps an endpoint for one method; other methods, and services that are not configured, are refused.</summary>
    public void Map(
        IEndpointRouteBuilder group, string method, string path, Description about, Func<HttpContext, WeChatService, Task> answer)
        => group.Map("/{service}" + path, context => AnswerAsync(context, method, answer)).AtExactPath().Describe(method, about);

    /// <summary>Maps an endpoint also for accounts in a platform's care, each a service of its own: <c>{service}/{appid}/…</c>.</summary>
    public void MapWithAuthorizers(
        IEndpointRouteBuilder group, string method, string path, Description about, Func<HttpContext, WeChatService, Task> answer)
    {
        Map(group, method, path, about, answer);
        group.Map("/{service}/{appid}" + path, context => AnswerAsync(context, method, answer)).AtExactPath().Describe(method, about);
    }

    private Task AnswerAsync(HttpContext context, string method, Func<HttpContext, WeChatService, Task> answer)
    {
        // A service that a reload has removed gives out no token any more.
        if (context.GetRouteValue("service") is not string name || !services.TryGetCurrent(NameOf(context, name), out var service))
        {
            return ErrorWriter.WriteAsync(context, GatewayError.UnknownService());
        }

        return HttpMethods.Equals(context.Request.Method, method)
            ? answer(context, service)
            : ErrorWriter.WriteAsync(context, GatewayError.OtherMethod(method));
    }

    private static string NameOf(HttpContext context, string service)
        => context.GetRouteValue("appid") is string appId ? $"{service}/{appId}" : service;
}
