"""A child on a kernel that knows neither Landlock nor filters of system calls."""

import sys
from unittest import mock

from secunda.engines.intake import child
from secunda.engines.intake.confinement import landlock, syscalls

if __name__ == "__main__":
    none = mock.patch.object(landlock, "version", return_value=0)
    with none, mock.patch.object(syscalls, "_MACHINES", {}):
        sys.exit(child.main())
