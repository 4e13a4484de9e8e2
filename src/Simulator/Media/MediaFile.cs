namespace WxYarpGateway.Simulator.Media;

/// <summary>An uploaded file.</summary>
/// <param name="Kind">The kind of media: <c>image</c>, <c>voice</c>, <c>video</c> or <c>thumb</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="At">When it was uploaded.</param>
public sealed record MediaFile(string Kind, string Name, string ContentType, ReadOnlyMemory<byte> Bytes, DateTimeOffset At)
{
    internal async Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = ContentType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{Name.Replace('"', '_')}\"";
        context.Response.ContentLength = Bytes.Length;
        await context.Response.Body.WriteAsync(Bytes, context.RequestAborted);
    }
}
