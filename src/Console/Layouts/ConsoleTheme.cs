using MudBlazor;

namespace WxYarpGateway.Console.Layouts;

/// <summary>The colors and letters of the console; <c>console.css</c> has the same colors for pages without a circuit.</summary>
internal static class ConsoleTheme
{
    private static readonly string[] Letters =
    [
        "system-ui", "-apple-system", "Segoe UI", "Roboto", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC",
        "sans-serif",
    ];

    /// <summary>Gets the theme.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b7a3e",
            Secondary = "#1f6fb2",
            AppbarBackground = "#0b7a3e",
            AppbarText = "#ffffff",
            Background = "#f6f8f7",
            Surface = "#ffffff",
            DrawerBackground = "#ffffff",
            DrawerText = "#1c2521",
            DrawerIcon = "#55625b",
            TextPrimary = "#1c2521",
            TextSecondary = "#55625b",
            ActionDefault = "#55625b",
            LinesDefault = "#d5ddd8",
            LinesInputs = "#7d8b84",
            TableLines = "#d5ddd8",
            Divider = "#d5ddd8",
            Success = "#0b7a3e",
            Info = "#1f6fb2",
            Warning = "#8a5a00",
            Error = "#b3261e",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#4cc38a",
            PrimaryContrastText = "#06140c",
            Secondary = "#6db3f2",
            AppbarBackground = "#1b231f",
            AppbarText = "#e4ebe7",
            Background = "#121815",
            Surface = "#1b231f",
            DrawerBackground = "#1b231f",
            DrawerText = "#e4ebe7",
            DrawerIcon = "#a5b3ab",
            TextPrimary = "#e4ebe7",
            TextSecondary = "#a5b3ab",
            ActionDefault = "#a5b3ab",
            LinesDefault = "#37433c",
            LinesInputs = "#7d8b84",
            TableLines = "#37433c",
            Divider = "#37433c",
            Success = "#4cc38a",
            Info = "#6db3f2",
            Warning = "#f0b64d",
            Error = "#ff8a80",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Letters },
            Button = new ButtonTypography { TextTransform = "none" },
        },
    };
}
