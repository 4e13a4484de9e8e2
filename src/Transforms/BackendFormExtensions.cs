using WxYarpGateway.Transforms.Pipeline.Routing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds forms of messages to a YARP host that calls <c>AddWeChat</c>.</summary>
public static class BackendFormExtensions
{
    /// <summary>Adds another form than the gateway's own JSON in which backends may get messages.</summary>
    /// <typeparam name="TForm">The form. One instance serves all messages.</typeparam>
    /// <param name="builder">The reverse proxy.</param>
    public static IReverseProxyBuilder AddBackendForm<TForm>(this IReverseProxyBuilder builder)
        where TForm : class, IBackendForm
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IBackendForm, TForm>();
        return builder;
    }
}
