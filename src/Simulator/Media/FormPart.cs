using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace WxYarpGateway.Simulator.Media;

/// <summary>One part of a form: a file, or a field without a file name.</summary>
internal sealed record FormPart(string Name, string FileName, string ContentType, byte[] Bytes)
{
    public MediaFile ToFile(string kind, DateTimeOffset now) => new(kind, FileName, MediaRules.TypeOf(this), Bytes, now);

    /// <summary>Returns the parts of a form's body; none when it is not a form.</summary>
    public static async Task<IReadOnlyList<FormPart>> ReadAsync(string boundary, byte[] body, CancellationToken cancellationToken)
    {
        var parts = new List<FormPart>();
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body));
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                using var bytes = new MemoryStream();
                await section.Body.CopyToAsync(bytes, cancellationToken);
                _ = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition);
                parts.Add(new FormPart(Text(disposition?.Name), Text(disposition?.FileName), section.ContentType ?? "", bytes.ToArray()));
            }

            return parts;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return [];
        }
    }

    private static string Text(StringSegment? segment) => HeaderUtilities.RemoveQuotes(segment ?? "").ToString();
}
