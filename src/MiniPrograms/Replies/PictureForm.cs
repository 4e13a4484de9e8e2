using System.Net.Http.Headers;
using System.Text;
using WxYarpGateway.TokenService.Api.Calls;

namespace WxYarpGateway.MiniPrograms.Replies;

/// <summary>
/// Writes a picture as a form (<c>multipart/form-data</c>) with the field <c>media</c>. WeChat reads names in quotes, and a boundary
/// without them; the framework writes both the other way round.
/// </summary>
internal static class PictureForm
{
    /// <summary>Returns the form.</summary>
    public static UploadedFile Of(Picture picture)
    {
        var boundary = Guid.NewGuid().ToString("N");
        byte[] form =
        [
            .. Encoding.ASCII.GetBytes(
                $"--{boundary}\r\nContent-Disposition: form-data; name=\"media\"; filename=\"{picture.FileName}\"\r\n"
                + $"Content-Type: {picture.ContentType}\r\n\r\n"),
            .. picture.Bytes,
            .. Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n"),
        ];
        return new UploadedFile(
            new MemoryStream(form),
            new MediaTypeHeaderValue("multipart/form-data") { Parameters = { new NameValueHeaderValue("boundary", boundary) } },
            form.Length);
    }
}
