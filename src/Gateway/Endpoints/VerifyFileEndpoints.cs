using System.Text;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>Serves the files of <c>Gateway:VerifyFiles</c> at the root of the public addresses, byte for byte, before any route.</summary>
internal sealed class VerifyFileEndpoints : IEndpointGroup
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints, GatewayOptions options)
    {
        foreach (var (name, text) in options.VerifyFiles)
        {
            var content = EndpointAnswer.Of("text/plain", Encoding.UTF8.GetBytes(text ?? ""));
            endpoints.Map($"/{name}", context => AnswerAsync(context, content)).ForEverybody(ErrorShape.GoGateway).AtExactPath();
        }
    }

    private static Task AnswerAsync(HttpContext context, EndpointAnswer content)
        => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? content.WriteAsync(context)
            : ErrorWriter.WriteAsync(context, GatewayError.OtherMethod(HttpMethods.Get));
}
