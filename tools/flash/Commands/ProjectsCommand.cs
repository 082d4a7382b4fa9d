// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.CommandLine;
using System.IO;
using Flash.Projects;

namespace Flash.Commands
{
    /// <summary>projects: writes what Visual Studio needs from the sources that are there.</summary>
    internal static class ProjectsCommand
    {
        internal static Command Create(Session session)
        {
            Command command = new("projects", "Writes the .nfproj files, packages.config and Firmware.sln anew, after a source was added or a version changed.");
            command.SetAction(result =>
            {
                bool dry = result.GetValue(Session.DryRun);
                foreach (DeviceProject project in DeviceProject.All)
                {
                    string folder = session.Repository.PathOf(project.Folder);
                    Write(session, dry, session.Repository.PathOf(project.File), NfprojWriter.Write(project, session.Repository, session.Pinned));
                    Write(session, dry, Path.Combine(folder, "packages.config"), NfprojWriter.WritePackages(project, session.Pinned));
                }

                Write(session, dry, session.Repository.PathOf(SolutionWriter.File), SolutionWriter.Write());
                return (int)ExitCode.Done;
            });
            return command;
        }

        private static void Write(Session session, bool dry, string path, string text)
        {
            if (!File.Exists(path) || File.ReadAllText(path) != text)
            {
                if (!dry)
                {
                    File.WriteAllText(path, text);
                }

                session.Say((dry ? "would be written: " : "written: ") + Path.GetRelativePath(session.Repository.Root, path));
            }
        }
    }
}
