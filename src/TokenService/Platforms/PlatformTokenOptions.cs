using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.TokenService.Platforms;

/// <summary>Says where the tokens of platforms go when neither vault nor store takes them.</summary>
public sealed class PlatformTokenOptions
{
    /// <summary>Gets or sets the folder for what must outlive the process; the files lie in <c>spill</c> below it.</summary>
    /// <value>The default is <c>data</c> in the working directory.</value>
    [Required]
    public string DataFolder { get; set; } = "data";
}
