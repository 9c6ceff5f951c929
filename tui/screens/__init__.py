"""The screens a person walks through. Each lies on the one it was opened from; going back uncovers that."""
