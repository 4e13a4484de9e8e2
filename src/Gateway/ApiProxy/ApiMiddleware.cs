using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.ApiProxy.Tokens;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>
/// Prepares calls of WeChat's API before YARP forwards them, and answers errors in WeChat's shape.
/// </summary>
internal sealed class ApiMiddleware(RequestDelegate next, ServiceCatalog services, TokenAnswers tokens)
{
    private const string PlainPath
        = "Write the path of WeChat's API plainly: no encoded slash or percent sign, no backslash, no dots that stand for a folder.";

    /// <summary>Has an API call forwarded; passes on what is none.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var route = context.GetReverseProxyFeature().Route.Config;
        return ApiRoutes.ServiceOf(route, context) is { } service ? ForwardAsync(context, route, service) : next(context);
    }

    private async Task ForwardAsync(HttpContext context, RouteConfig route, string name)
    {
        if (!services.TryGetCurrent(name, out var service))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.NoEndpoint());
            return;
        }

        // A TRACE would bring back the address, and with it the token.
        if (HttpMethods.IsTrace(context.Request.Method) || HttpMethods.IsConnect(context.Request.Method))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Of(StatusCodes.Status405MethodNotAllowed, "The method is not allowed."));
            return;
        }

        if (!CalledPath.TryFold(context.Request.Path.Value ?? "", out var whole)
            || !CalledPath.TryFold(CalledPath.BelowPrefix(context), out var path))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Refused(PlainPath));
            return;
        }

        if (tokens.Answer(context, service.Account, path) is { } answer)
        {
            await answer;
            return;
        }

        context.Request.Path = whole;
        ApiHeaders.Drop(context.Request.Headers);
        await KeepAsync(context, route, service.Account, path);
        await next(context);
        await ExplainAsync(context);
    }

    private static async ValueTask KeepAsync(HttpContext context, RouteConfig route, Account account, string path)
    {
        var request = context.Request;
        var query = request.QueryString;
        var isCallers = CallersToken.IsOn(path, query);
        request.QueryString = isCallers ? QueryString.Empty : new QueryString(AccessTokenQuery.Without(query.Value ?? ""));
        var body = await KeepBodyAsync(context);
        body = isCallers || body is null ? body : ApiBody.WithoutToken(request, body.Value);
        context.Features.Set(new ApiCall(account, body, path)
        {
            CallersQuery = isCallers ? query.Value ?? "" : null,
            Forwarded = ApiRoutes.PathOf(route, context),
        });
    }

    private static ValueTask<ReadOnlyMemory<byte>?> KeepBodyAsync(HttpContext context)
    {
        // Videos are larger than Kestrel's default allows; they stream through, and WeChat says what is too much.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        return ApiBody.KeepAsync(context.Request, context.RequestAborted);
    }

    private static Task ExplainAsync(HttpContext context)
    {
        if (context.Response.HasStarted || context.Features.Get<IForwarderErrorFeature>() is not { } failure)
        {
            return Task.CompletedTask;
        }

        return failure.Error switch
        {
            ForwarderError.RequestTimedOut
                => ErrorWriter.WriteAsync(context, GatewayError.Of(StatusCodes.Status504GatewayTimeout, "WeChat did not answer in time.")),
            ForwarderError.RequestCanceled or ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled => Task.CompletedTask,
            _ => ErrorWriter.WriteAsync(context, GatewayError.Of(StatusCodes.Status502BadGateway, "WeChat cannot be reached.")),
        };
    }
}
