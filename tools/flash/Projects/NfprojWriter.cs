// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Flash.Projects
{
    /// <summary>Writes a project for Visual Studio's nanoFramework extension, and its packages.config.</summary>
    public static class NfprojWriter
    {
        private const string SystemPath = "$(NanoFrameworkProjectSystemPath)";

        /// <returns>The text of the .nfproj.</returns>
        public static string Write(DeviceProject project, Repository repository, PinnedPackages pinned)
        {
            bool test = project.Kind == ProjectKind.UnitTest;
            StringBuilder text = new();
            void Line(string line) => text.Append(line).Append('\n');
            Line("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
            Line("<!-- Written by the command \"projects\" of tools/flash: change tools/flash/Projects/DeviceProject.cs and run that again. -->");
            Line("<Project ToolsVersion=\"Current\" DefaultTargets=\"Build\" xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\">");
            Line("  <PropertyGroup Label=\"Globals\">");
            Line("    <NanoFrameworkProjectSystemPath>$(MSBuildExtensionsPath)\\nanoFramework\\v1.0\\</NanoFrameworkProjectSystemPath>");
            Line("  </PropertyGroup>");
            Import(Line, "NFProjectSystem.Default.props");
            if (test)
            {
                Line("  <ItemGroup>");
                Line("    <ProjectCapability Include=\"TestContainer\" />");
                Line("  </ItemGroup>");
            }

            Line("  <PropertyGroup>");
            Line("    <Configuration Condition=\" '$(Configuration)' == '' \">Debug</Configuration>");
            Line("    <Platform Condition=\" '$(Platform)' == '' \">AnyCPU</Platform>");
            Line("    <ProjectTypeGuids>{11A8DD76-328B-46DF-9F39-F559912D0360};{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}</ProjectTypeGuids>");
            Line($"    <ProjectGuid>{project.Id}</ProjectGuid>");
            Line($"    <OutputType>{(project.Kind == ProjectKind.Image ? "Exe" : "Library")}</OutputType>");
            Line("    <AppDesignerFolder>Properties</AppDesignerFolder>");
            Line("    <FileAlignment>512</FileAlignment>");
            Line("    <LangVersion>9.0</LangVersion>");
            Line($"    <RootNamespace>{project.Name}</RootNamespace>");
            Line($"    <AssemblyName>{project.Assembly}</AssemblyName>");
            Line("    <TargetFrameworkVersion>v1.0</TargetFrameworkVersion>");
            if (project.Kind == ProjectKind.Library)
            {
                Line($"    <DocumentationFile>bin\\$(Configuration)\\{project.Assembly}.xml</DocumentationFile>");
                Line("    <NoWarn>$(NoWarn);CS1591</NoWarn>");
            }

            if (test)
            {
                Line("    <IsCodedUITest>False</IsCodedUITest>");
                Line("    <IsTestProject>true</IsTestProject>");
                Line("    <TestProjectType>UnitTest</TestProjectType>");
            }

            if (project.HasBoard)
            {
                Line("    <!-- The folder in boards\\ whose pins are compiled in: msbuild /p:Board=NAME, or change it here. -->");
                Line("    <Board Condition=\" '$(Board)' == '' \">heltec-wifi-lora-32-v2</Board>");
            }

            Line("  </PropertyGroup>");
            Import(Line, "NFProjectSystem.props");
            if (test)
            {
                Line("  <PropertyGroup>");
                Line("    <RunSettingsFilePath>$(MSBuildProjectDirectory)\\nano.runsettings</RunSettingsFilePath>");
                Line("  </PropertyGroup>");
            }

            Line("  <ItemGroup>");
            foreach (string source in project.Sources(repository))
            {
                Line($"    <Compile Include=\"{source.Replace('/', '\\')}\" />");
            }

            foreach (string link in project.Links)
            {
                Line($"    <Compile Include=\"{Up(project)}{link.Replace('/', '\\')}\" Link=\"{link[(link.LastIndexOf('/') + 1)..]}\" />");
            }

            if (project.HasBoard)
            {
                Line($"    <Compile Include=\"{Up(project)}boards\\$(Board)\\BoardPins.cs\" Link=\"BoardPins.cs\" />");
            }

            Line("  </ItemGroup>");
            Line("  <ItemGroup>");
            if (test)
            {
                Line("    <None Include=\"nano.runsettings\" />");
            }

            Line("    <None Include=\"packages.config\" />");
            Line("  </ItemGroup>");
            Line("  <ItemGroup>");
            foreach (string assembly in Assemblies(project, pinned))
            {
                PinnedPackage package = pinned.Packages[assembly];
                Reference(Line, project, assembly, package, assembly + ".dll");
            }

            if (test)
            {
                Reference(Line, project, "nanoFramework.TestFramework", pinned.TestFramework, "nanoFramework.TestFramework.dll");
                Reference(Line, project, "nanoFramework.UnitTestLauncher", pinned.TestFramework, "nanoFramework.UnitTestLauncher.exe");
            }

            Line("  </ItemGroup>");
            if (project.Projects.Length > 0)
            {
                Line("  <ItemGroup>");
                foreach (string used in project.Projects)
                {
                    Line($"    <ProjectReference Include=\"{Up(project)}{DeviceProject.Find(used).File.Replace('/', '\\')}\" />");
                }

                Line("  </ItemGroup>");
            }

            Import(Line, "NFProjectSystem.CSharp.targets");
            Line("  <ProjectExtensions>");
            Line("    <ProjectCapabilities>");
            Line("      <ProjectConfigurationsDeclaredAsItems />");
            Line("    </ProjectCapabilities>");
            Line("  </ProjectExtensions>");
            Line("</Project>");
            return text.ToString();
        }

        /// <returns>The text of packages.config.</returns>
        public static string WritePackages(DeviceProject project, PinnedPackages pinned)
        {
            IEnumerable<string> lines = Assemblies(project, pinned)
                .Select(a => pinned.Packages[a])
                .Select(p => $"  <package id=\"{p.Id}\" version=\"{p.Version}\" targetFramework=\"netnano1.0\" />");
            if (project.Kind == ProjectKind.UnitTest)
            {
                lines = lines.Append($"  <package id=\"{pinned.TestFramework.Id}\" version=\"{pinned.TestFramework.Version}\" targetFramework=\"netnano1.0\" developmentDependency=\"true\" />");
            }

            return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<packages>\n" + string.Join("\n", lines) + "\n</packages>\n";
        }

        // What a project it uses needs has to be there too, for the image to be complete.
        private static IEnumerable<string> Assemblies(DeviceProject project, PinnedPackages pinned)
        {
            return project.PackageClosure(pinned).Order(StringComparer.Ordinal);
        }

        private static void Import(Action<string> line, string file)
        {
            line($"  <Import Project=\"{SystemPath}{file}\" Condition=\"Exists('{SystemPath}{file}')\" />");
        }

        private static void Reference(Action<string> line, DeviceProject project, string assembly, PinnedPackage package, string file)
        {
            line($"    <Reference Include=\"{assembly}\">");
            line($"      <HintPath>{Up(project)}packages\\{package.Id}.{package.Version}\\lib\\{file}</HintPath>");
            line("    </Reference>");
        }

        private static string Up(DeviceProject project)
        {
            return string.Concat(Enumerable.Repeat("..\\", project.Folder.Count(c => c == '/') + 1));
        }
    }
}
