namespace WxYarpGateway.Console.Hosting;

/// <summary>The part of the pipeline that keeps others out.</summary>
internal static class ConsolePipeline
{
    /// <summary>Adds the headers and the check of the origin.</summary>
    public static void UseConsoleSecurity(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseWebSockets();
        app.UseMiddleware<OwnOrigin>();
    }
}
