using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace WxYarpGateway.Simulator.Media;

/// <summary>An uploaded body: its size and digest, and its parts when it is a form that is not too large.</summary>
internal sealed record ReceivedForm(string ContentType, long Length, string Sha256, IReadOnlyList<FormPart> Parts)
{
    private const int ChunkSize = 64 * 1024;

    public bool IsForm => Length > 0 && ContentType.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the first part that is a file; WeChat documents the name <c>media</c>, but accepts any.</summary>
    public FormPart? File => Parts.FirstOrDefault(part => part.FileName.Length > 0);

    /// <summary>Reads a body to its end. Bytes are kept only while they can be a form, so that other bodies may have any size.</summary>
    public static async Task<ReceivedForm> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var contentType = request.ContentType ?? "";
        _ = MediaTypeHeaderValue.TryParse(contentType, out var type);
        var boundary = HeaderUtilities.RemoveQuotes(type?.Boundary ?? "").ToString();
        var start = Encoding.UTF8.GetBytes($"--{boundary}");
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var kept = new MemoryStream();
        var isKept = boundary.Length > 0;
        var chunk = new byte[ChunkSize];
        long length = 0;
        while (await request.Body.ReadAsync(chunk, cancellationToken) is var read and > 0)
        {
            digest.AppendData(chunk, 0, read);
            isKept = isKept
                && length + read <= MediaRules.LargestForm
                && (length > 0 || start.AsSpan().StartsWith(chunk.AsSpan(0, Math.Min(read, start.Length))));
            if (isKept)
            {
                kept.Write(chunk, 0, read);
            }

            length += read;
        }

        var parts = isKept ? await FormPart.ReadAsync(boundary, kept.ToArray(), cancellationToken) : [];
        return new ReceivedForm(contentType, length, Convert.ToHexStringLower(digest.GetHashAndReset()), parts);
    }
}
