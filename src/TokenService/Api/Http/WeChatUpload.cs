using System.Net.Http.Headers;

namespace WxYarpGateway.TokenService.Api.Http;

/// <summary>A file in a form (<c>multipart/form-data</c>), as WeChat takes it.</summary>
/// <param name="Field">The name of the form's field.</param>
/// <param name="Bytes">The file.</param>
/// <param name="FileName">Its name, by whose end WeChat tells its kind.</param>
/// <param name="ContentType">Its type.</param>
internal sealed record WeChatUpload(string Field, ReadOnlyMemory<byte> Bytes, string FileName, string ContentType)
{
    /// <summary>Returns the form.</summary>
    public HttpContent ToContent()
    {
        var file = new ReadOnlyMemoryContent(Bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue(ContentType);

        // WeChat reads names in quotes only; the framework leaves them out, and adds filename*, where it can.
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
        {
            Name = $"\"{Field}\"",
            FileName = $"\"{FileName}\"",
        };

        // The boundary, which the framework quotes, WeChat reads without quotes only.
        var boundary = Guid.NewGuid().ToString("N");
        var form = new MultipartFormDataContent(boundary) { file };
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
        return form;
    }
}
