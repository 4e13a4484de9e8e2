using System.Text;
using QRCoder;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>Draws a QR code, so that a page shows it without asking WeChat's server for pictures.</summary>
internal static class QrPicture
{
    /// <summary>The smallest width, at which every module still has pixels.</summary>
    public const int LeastSize = 64;

    /// <summary>The largest width, enough for a poster.</summary>
    public const int MostSize = 2048;

    /// <summary>The width of WeChat's own pictures.</summary>
    public const int UsualSize = 430;

    // WeChat's addresses have some 40 characters. The limit keeps the code readable at the smallest size.
    private const int LongestUrl = 200;

    /// <summary>Returns whether an address can be drawn.</summary>
    public static bool CanDraw(string url) => Encoding.UTF8.GetByteCount(url) <= LongestUrl;

    /// <summary>Returns the code as a PNG that is at most so many pixels wide.</summary>
    public static byte[] Png(string url, int size)
    {
        using var code = Encode(url);
        using var picture = new PngByteQRCode(code);
        return picture.GetGraphic(PixelsPerModule(code, size));
    }

    /// <summary>Returns the code as an SVG that is at most so many pixels wide.</summary>
    public static byte[] Svg(string url, int size)
    {
        using var code = Encode(url);
        using var picture = new SvgQRCode(code);
        return Encoding.UTF8.GetBytes(picture.GetGraphic(PixelsPerModule(code, size)));
    }

    private static QRCodeData Encode(string url) => QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.M);

    // Whole pixels only: blurred edges are what scanners stumble over. The matrix has its quiet zone in it.
    private static int PixelsPerModule(QRCodeData code, int size) => Math.Max(1, size / code.ModuleMatrix.Count);
}
